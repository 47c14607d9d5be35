package dev.patchseek.spark.job;

import org.apache.spark.sql.SparkSession;

/** Spark on this machine. */
final class LocalSpark {

  private LocalSpark() {}

  /** Starts it without pages and without being reachable from elsewhere. */
  static SparkSession start(String master) {
    return SparkSession.builder()
        .master(master)
        .appName("test")
        .config("spark.ui.enabled", "false")
        .config("spark.driver.host", "127.0.0.1")
        .config("spark.driver.bindAddress", "127.0.0.1")
        .getOrCreate();
  }
}
