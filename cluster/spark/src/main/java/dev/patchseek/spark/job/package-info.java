/** The Spark job: partitions of references to shards, and the table of them. */
package dev.patchseek.spark.job;
