/**
 * MaxSim over the patches of one image: for each token the patch whose vector has the largest dot
 * product with it, and the sum of those by the tokens' weights (the mean in FILIP, arXiv
 * 2111.07783; the plain sum in ColBERT, arXiv 2004.12832).
 */
package dev.patchseek.indexer.kernel;
