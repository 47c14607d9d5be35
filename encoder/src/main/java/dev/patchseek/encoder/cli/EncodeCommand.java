package dev.patchseek.encoder.cli;

import picocli.CommandLine.Command;

/** {@code patchseek encode}: the towers' raw outputs, to look at or to compare with others'. */
@Command(
    name = "encode",
    description = "Write a tower's raw outputs for pictures or texts as safetensors.",
    subcommands = {EncodeImageCommand.class, EncodeTextCommand.class})
public final class EncodeCommand {}
