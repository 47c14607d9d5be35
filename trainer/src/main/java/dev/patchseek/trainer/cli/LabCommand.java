package dev.patchseek.trainer.cli;

import picocli.CommandLine.Command;

/** {@code patchseek lab}: experiments that show what a low-rank update does. */
@Command(
    name = "lab",
    description = "Experiments that show what a low-rank update does.",
    subcommands = {SingleHeadCommand.class, FormsCommand.class, HyperNetworkCommand.class})
public final class LabCommand {}
