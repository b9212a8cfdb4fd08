"""The wheel, installed in an environment elsewhere, does the main job without the checkout."""

import os
import site
import subprocess
import sys
import sysconfig
import venv
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def elsewhere(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The bin folder of a fresh environment that has the wheel, far from the checkout.

    What timtin depends on is lent by the environment that runs the tests: the wheel itself
    comes first, and the checkout is on no path.
    """
    folder = tmp_path_factory.mktemp("elsewhere")
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True)
    venv.create(folder / "env", with_pip=False)
    python = folder / "env" / "bin" / "python"
    (wheel,) = folder.glob("*.whl")
    packages = sysconfig.get_path("purelib", vars={"base": str(folder / "env")})
    pip = [sys.executable, "-m", "pip", "--python", str(python), "install", "--quiet"]
    subprocess.run([*pip, "--no-deps", "--no-index", str(wheel)], cwd=folder, check=True)
    lent = "\n".join(path for path in site.getsitepackages() if Path(path).is_dir())
    (Path(packages) / "lent.pth").write_text(lent, encoding="utf-8")
    return folder / "env" / "bin"


def _run(command: list[str], folder: Path) -> subprocess.CompletedProcess[str]:
    clean = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    return subprocess.run(
        command, cwd=folder, env=clean, check=False, capture_output=True, text=True, timeout=200
    )


def test_the_wheel_brings_its_own_packages_templates_and_styles(
    elsewhere: Path, tmp_path: Path
) -> None:
    program = (
        "import crawl, index, search_app, pathlib as p;"
        "home = p.Path(search_app.__file__).parent;"
        "print(home, *(m.__file__ for m in (crawl, index)));"
        "assert (home / 'templates' / 'base.html').is_file();"
        "assert list((home / 'static').iterdir())"
    )
    done = _run([str(elsewhere / "python"), "-c", program], tmp_path)
    assert done.returncode == 0, done.stderr
    assert str(ROOT) not in done.stdout


def test_the_installed_wheel_crawls_indexes_serves_and_answers(
    elsewhere: Path, tmp_path: Path
) -> None:
    done = _run([str(elsewhere / "timtin"), "demo", "--check"], tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr
    assert " 0 sai." in done.stdout
