using Gannet.Datasets;
using Gannet.Evaluation.Doubts;
using Gannet.Imaging;
using Gannet.Imaging.Codecs;
using Gannet.Imaging.Drawing;
using Gannet.Pages.DataSets;

namespace Gannet.Cli.Input;

/// <summary>Cuts the surroundings of doubtful labels out of their pictures, with the boxes drawn.</summary>
internal static class DoubtPictures
{
    private const int Side = 320, Quality = 80;

    // The surroundings show what a label stands out from, up to this many times its size.
    private const float Surroundings = 2.5f, LeastSide = 64;

    // Okabe and Ito's blue and orange.
    private static readonly (byte R, byte G, byte B) s_label = (0, 114, 178), s_seen = (230, 159, 0);

    /// <summary>Draws the first doubts; null where a picture cannot be read.</summary>
    public static IReadOnlyList<byte[]?> Draw(DoubtReport report, int count, CancellationToken cancellation)
    {
        if (ImageEncoder.Missing is not null) return [];
        var drawn = new byte[]?[Math.Min(count, report.Doubts.Count)];
        var options = new ParallelOptions { CancellationToken = cancellation, MaxDegreeOfParallelism = Environment.ProcessorCount };
        Parallel.For(0, drawn.Length, options, k =>
        {
            try
            {
                drawn[k] = Draw(report.Dataset, report.Doubts[k]);
            }
            catch (Exception error) when (error is IOException or InvalidDataException)
            {
                drawn[k] = null;
            }
        });
        return drawn;
    }

    private static byte[] Draw(AnnotatedDataset dataset, LabelDoubt doubt)
    {
        var picture = ImageDecoder.Decode(dataset.Images[doubt.Picture].Path);
        var part = Around(doubt, picture);
        var cut = Cut(picture, part);
        var scale = (float)Side / Math.Max(cut.Width, cut.Height);
        var shown = ImageResizer.Resize(cut, Math.Max(1, (int)(cut.Width * scale)), Math.Max(1, (int)(cut.Height * scale)));
        List<DrawnBox> boxes = [];
        if (doubt.Annotation is { } k)
        {
            var label = dataset.Images[doubt.Picture].Annotations[k];
            boxes.Add(DrawnBox.Of(Place(label.Box), label.Label, dataset.Classes) with { Colour = s_label });
        }

        if (doubt.Seen is { } seen) boxes.Add(DrawnBox.Of(Place(seen.Box), seen.Label, dataset.Classes, seen.Score) with { Colour = s_seen });
        return ImageEncoder.Encode(BoxDrawer.Draw(shown, boxes), Imaging.Headers.ImageFormat.Jpeg, Quality);

        Box Place(Box box) => box.Shift(-part.X1, -part.Y1).Scale(scale, scale);
    }

    private static Box Around(LabelDoubt doubt, Image picture)
    {
        var (one, two) = (doubt.Box, doubt.Seen?.Box ?? doubt.Box);
        var (x, y) = ((Math.Min(one.X1, two.X1) + Math.Max(one.X2, two.X2)) / 2, (Math.Min(one.Y1, two.Y1) + Math.Max(one.Y2, two.Y2)) / 2);
        var half = Math.Max(LeastSide, Surroundings * Math.Max(Math.Max(one.Width, one.Height), Math.Max(two.Width, two.Height))) / 2;
        var around = new Box(MathF.Floor(x - half), MathF.Floor(y - half), MathF.Ceiling(x + half), MathF.Ceiling(y + half)).Clip(picture.Width, picture.Height);
        return around.Width >= 1 && around.Height >= 1 ? around : new(0, 0, picture.Width, picture.Height);
    }

    private static Image Cut(Image picture, Box part)
    {
        var cut = new Image((int)part.Width, (int)part.Height);
        for (var y = 0; y < cut.Height; y++) picture.Row((int)part.Y1 + y).Slice((int)part.X1 * 3, cut.Width * 3).CopyTo(cut.Row(y));
        return cut;
    }
}
