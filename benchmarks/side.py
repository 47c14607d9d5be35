"""One of the two programs that a benchmark compares."""

import subprocess
import tempfile

import checkout


class EndedEarly(Exception):
    """With the last lines that the program wrote to standard error."""

    def out_of_memory(self):
        return any(word in str(self).lower() for word in ("out of memory", "outofmemory"))


class Side:
    """A process that answers each command with the seconds it took."""

    def __init__(self, command, environment):
        self.errors = tempfile.TemporaryFile("w+")
        self.process = subprocess.Popen(
            command,
            cwd=checkout.ROOT,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self.errors,
            text=True,
        )
        self.library = self.line()

    def line(self):
        line = self.process.stdout.readline()
        while " [main] " in line:  # DJL's log
            line = self.process.stdout.readline()
        if not line:
            self.process.wait()
            self.errors.seek(0)
            lines = [line for line in self.errors if not line.startswith("\tat ")]
            last = "".join(lines[-15:])
            raise EndedEarly(f"{self.process.args[0]} ended early:\n{last}")
        return line.strip()

    def run(self, command, times=1):
        try:
            print(command, times, file=self.process.stdin, flush=True)
        except BrokenPipeError:
            pass  # line() says why
        return float(self.line())

    def close(self):
        self.process.stdin.close()
        self.process.wait()
