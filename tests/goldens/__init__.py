"""What the program says today, kept word for word in both languages, so that a change of code that means to change no
text can show that it did not. `python -m tests.goldens` writes the files anew after a change that does."""
