"""The organisation around the customer tables: parties, people, systems, rights and the deal."""
