/**
 * The first job. In: two datasets in their raw formats. Out: shards for each worker, the whitening
 * of the unlabelled target images, and a manifest.
 */
package io.lautum.data.prepare;
