"""Averages the layers of names with those that they began as: python -m training.blend --before A --after B --out C.

What is learnt on few texts is learnt too well; between the old weights and the new ones lie better ones than either (Wortsman et
al. 2022, robust fine-tuning). `--before` is the checkpoint of stage `full`, `--after` that of stage `naming`.
"""

import argparse
from pathlib import Path

from training import model

SHARE = 0.75  # of the new weights, by F1 on UNER dev
BLENDED = ("naming.", "mix_naming.", "names.")


def blend(before: Path, after: Path, out: Path, share: float = SHARE) -> None:
    old, _ = model.load(before)
    new, state = model.load(after)
    old.begin_naming(new.sizes.naming)
    was = old.state_dict()
    weights = {k: (1.0 - share) * was[k] + share * v if k.startswith(BLENDED) else v for k, v in new.state_dict().items()}
    new.load_state_dict(weights)
    model.save(new, out, {k: state[k] for k in ("step", "stage", "seed")})


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--before", type=Path, required=True)
    parser.add_argument("--after", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--share", type=float, default=SHARE)
    a = parser.parse_args()
    blend(a.before, a.after, a.out, a.share)


if __name__ == "__main__":
    main()
