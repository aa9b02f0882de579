/** Image files in folders and archives, with classes by folder, table or name. */
package io.lautum.data.read.images;
