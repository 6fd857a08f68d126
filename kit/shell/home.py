"""The folder of a person's records and working copies, and a Jupyter of its own inside it."""

import os
import tempfile
from dataclasses import dataclass
from pathlib import Path

from kit.errors import BadInput
from kit.resources import kit_home


@dataclass(frozen=True)
class Home:
    """The folders that the shell uses; everything lies under `root`."""

    root: Path

    @property
    def lessons(self) -> Path:
        """The working copies, one folder per language; what the browser sees."""
        return self.root / "lessons"

    @property
    def jupyter(self) -> Path:
        """Settings, signatures and runtime files of the kit's Jupyter."""
        return self.root / "jupyter"

    @property
    def data(self) -> Path:
        """Jupyter's data folder: the signatures that make a notebook trusted."""
        return self.jupyter / "data"

    @property
    def runtime(self) -> Path:
        """Where running servers and kernels are written down."""
        return self.jupyter / "runtime"

    @property
    def log(self) -> Path:
        """What the server has to say."""
        return self.jupyter / "server.log"


def open_home(root: Path | None = None) -> Home:
    """Return the home, its folders made and readable by this account only.

    Raises:
        BadInput: If the folder cannot be written.
    """
    home = Home((root or kit_home()).absolute())
    try:
        for folder in (home.root, home.lessons, home.jupyter, home.data, home.runtime):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        home.jupyter.chmod(0o700)  # access tokens lie here
        with tempfile.TemporaryFile(dir=home.root) as probe:
            probe.write(b"written")
    except OSError as error:
        raise BadInput("shell.home_unwritable", folder=str(home.root)) from error
    return home


def environment(home: Home, locale: str) -> dict[str, str]:
    """Return the variables under which Jupyter leaves the person's own Jupyter alone."""
    return {
        "KIT_HOME": str(home.root),
        "KIT_LANG": locale,
        "JUPYTER_CONFIG_DIR": str(home.jupyter / "config"),
        "JUPYTER_DATA_DIR": str(home.data),
        "JUPYTER_RUNTIME_DIR": str(home.runtime),
        "JUPYTERLAB_SETTINGS_DIR": str(home.jupyter / "settings"),
        "JUPYTERLAB_WORKSPACES_DIR": str(home.jupyter / "workspaces"),
        "IPYTHONDIR": str(home.jupyter / "ipython"),
    }


def write_private(path: Path, body: bytes) -> None:
    """Write a file whole or not at all; only this account may read it."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}-")
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(body)
        os.replace(name, path)
    except OSError:
        Path(name).unlink(missing_ok=True)
        raise
