using Gannet.Kernels.RoiPooling;
using Gannet.Runtime.Tensors;

namespace Gannet.Runtime.Operators.Regions;

/// <summary>Reads the regions of a pooling and checks what kernels rely on.</summary>
internal static class RegionReader
{
    // Coordinates beyond it are errors; they would ask for billions of samples.
    private const float Farthest = 1 << 20;

    /// <summary>Rows of four coordinates, with the image of each in a tensor of its own or in front of them.</summary>
    /// <exception cref="InvalidDataException">A region is not finite, too far away, or of a missing image.</exception>
    public static PlacedRegion[] Read(Tensor rois, Tensor? images, int imageCount)
    {
        var columns = images is null ? 5 : 4;
        if (rois.Rank != 2 || rois.Shape[1] != columns || (images is not null && images.Count != rois.Shape[0]))
            throw new InvalidDataException($"the regions {rois} have {columns} columns and one image each");
        var values = rois.Elements<float>();
        var indices = images is null ? [] : Indexing.Indices.Of(images);
        var regions = new PlacedRegion[rois.Shape[0]];
        for (var r = 0; r < regions.Length; r++)
        {
            var row = values.Slice(r * columns, columns);
            var image = images is null ? (long)row[0] : indices[r];
            if (image < 0 || image >= imageCount) throw new InvalidDataException($"region {r} is of image {image} of {imageCount}");
            row = row[(columns - 4)..];
            foreach (var coordinate in row)
            {
                if (!(Math.Abs(coordinate) <= Farthest)) throw new InvalidDataException($"region {r} has the coordinate {coordinate}");
            }

            regions[r] = new((int)image, 0, new(row[0], row[1], row[2], row[3]));
        }

        return regions;
    }
}
