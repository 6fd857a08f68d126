"""What stands around the lessons: working copies, the Jupyter server, the doctor."""
