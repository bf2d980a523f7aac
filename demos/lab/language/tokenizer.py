"""The base's tokenizer: byte-level BPE, so that no text is out of reach, one digit a token.

"Ashford" and " Ashford" would be different tokens, which once cost a fine-tuned model most of its
answers; here every stretch of text gets one leading space unless it has one, so they are the same.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

SIZE = 1024
SPECIAL = ("<pad>", "<bos>", "<eos>", "<user>", "<assistant>", "<end>")
# A word with its space, one digit with its space, signs, other blanks.
SPLIT = r" ?\p{L}+| ?\p{N}| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s"


def train(texts: Iterable[str]) -> Any:
    """A `PreTrainedTokenizerFast` trained on the texts; the same texts give the same tokenizer."""
    from tokenizers import (
        Regex,
        Tokenizer,
        decoders,
        models,
        normalizers,
        pre_tokenizers,
        processors,
        trainers,
    )
    from transformers import PreTrainedTokenizerFast

    made = Tokenizer(models.BPE())
    made.normalizer = normalizers.Sequence(
        [normalizers.Prepend(" "), normalizers.Replace(Regex(r"\A {2}"), " ")]
    )
    made.pre_tokenizer = pre_tokenizers.Sequence(
        [
            pre_tokenizers.Split(Regex(SPLIT), "isolated"),
            pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False),
        ]
    )
    made.decoder = decoders.ByteLevel()
    trainer = trainers.BpeTrainer(
        vocab_size=SIZE,
        special_tokens=list(SPECIAL),
        initial_alphabet=sorted(pre_tokenizers.ByteLevel.alphabet()),
        show_progress=False,
    )
    made.train_from_iterator(texts, trainer)
    made.post_processor = processors.TemplateProcessing(
        single="<bos> $A", pair="<bos> $A $B", special_tokens=[("<bos>", SPECIAL.index("<bos>"))]
    )
    return PreTrainedTokenizerFast(
        tokenizer_object=made,
        pad_token="<pad>",
        bos_token="<bos>",
        eos_token="<eos>",
        additional_special_tokens=["<user>", "<assistant>", "<end>"],
        model_max_length=256,
        padding_side="right",
        clean_up_tokenization_spaces=False,
    )
