"""From a clone to a running site: the environment, the database, and the processes of `make run`."""
