/** The command line of the Spark job. */
package dev.patchseek.spark.cli;
