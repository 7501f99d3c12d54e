"""Numbers of a program: counted set by set, passed through the gate, put into words and charts."""
