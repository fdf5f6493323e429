"""What is left when a disk, a clock or a process fails in the middle, and that the next run goes on."""
