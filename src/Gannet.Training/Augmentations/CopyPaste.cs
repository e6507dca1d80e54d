using Gannet.Detection;

namespace Gannet.Training.Augmentations;

/// <summary>Pastes objects of one image into another (Ghiasi et al. 2021): by outline where there is one, else the whole box.</summary>
/// <remarks>As in the paper, pasted pixels are not blended at their edges, which made no difference there.</remarks>
internal static class CopyPaste
{
    // Each object is pasted or not, as likely as not.
    private const double Share = 0.5;

    /// <summary>Pastes a random half of the objects, at least one if there is any.</summary>
    /// <param name="picture">Changed in place.</param>
    /// <param name="truth">Its objects.</param>
    /// <param name="source">The image that objects are taken from, in its place.</param>
    /// <param name="visibility">Objects of which less than this share remains visible are dropped.</param>
    /// <param name="random">The source of randomness.</param>
    public static (Image Image, GroundTruth GroundTruth) Apply(Image picture, GroundTruth truth, PlacedImage source, double visibility, Random random)
    {
        var objects = source.GroundTruth;
        if (objects.Boxes.Length == 0) return (picture, truth);
        List<int> chosen = [.. Enumerable.Range(0, objects.Boxes.Length).Where(_ => random.NextDouble() < Share)];
        if (chosen.Count == 0) chosen.Add(random.Next(objects.Boxes.Length));
        var covered = new CoveredPixels(picture.Width, picture.Height);
        var pasted = new List<int>(chosen.Count);
        foreach (var g in chosen)
        {
            if (Paste(picture, source, g, covered)) pasted.Add(g);
        }

        return (picture, covered.Remaining(truth, visibility).Append(objects.Select(pasted) with { Crowds = [] }));
    }

    // Whether there is a pixel of the object.
    private static bool Paste(Image picture, PlacedImage source, int g, CoveredPixels covered)
    {
        Box inside = new(source.Left, source.Top, source.Left + source.Image.Width, source.Top + source.Image.Height);
        var area = PixelArea.Around(source.GroundTruth.Boxes[g], inside);
        if (area.IsEmpty) return false;
        var shape = source.GroundTruth.Masks?[g]?.Fill(area.Left, area.Top, area.Width, area.Height);
        if (shape is not null && !shape.AsSpan().Contains((byte)1)) return false;
        for (var y = 0; y < area.Height; y++)
        {
            var from = source.Image.Row(area.Top - source.Top + y).Slice(3 * (area.Left - source.Left), 3 * area.Width);
            var to = picture.Row(area.Top + y).Slice(3 * area.Left, 3 * area.Width);
            var mark = covered.Row(area, y);
            if (shape is null)
            {
                from.CopyTo(to);
                mark.Fill(1);
                continue;
            }

            var row = shape.AsSpan(y * area.Width, area.Width);
            for (var x = 0; x < row.Length; x++)
            {
                if (row[x] == 0) continue;
                mark[x] = 1;
                (to[3 * x], to[3 * x + 1], to[3 * x + 2]) = (from[3 * x], from[3 * x + 1], from[3 * x + 2]);
            }
        }

        return true;
    }
}
