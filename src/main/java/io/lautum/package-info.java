/**
 * Transfer learning on Apache Spark with Lautum information; the packages below follow the data.
 */
package io.lautum;
