"""What `bwtb validate --fix` does: repairs that have one right answer, as edits of the text where it is wrong."""
