"""`python -m communique` is the command `communique`."""

from communique.cli.main import run

if __name__ == "__main__":
    run()
