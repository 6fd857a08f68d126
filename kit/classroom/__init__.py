"""What people did: a store on this computer, its records, and the course they belong to."""
