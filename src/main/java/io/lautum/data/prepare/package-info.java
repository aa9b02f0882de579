/**
 * The first job. Input: two datasets in their raw formats. Output: shards for each worker, the
 * whitening of the unlabelled target images, and a manifest.
 */
package io.lautum.data.prepare;
