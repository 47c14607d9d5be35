/** From places on any Hadoop filesystem to references of pictures. */
package dev.patchseek.spark.listing;
