using Gannet.Masks;

namespace Gannet.Datasets.Synthesis;

/// <summary>Makes synthetic microscope fields of stained blood cells with boxes and outlines, from a seed.</summary>
/// <remarks>
/// Five kinds of cells, translucent and of varying shape, overlapping each other, under uneven light, out of focus and with noise. A field
/// of the default size takes about ten milliseconds. Thread-safe.
/// </remarks>
public sealed class SmearSynthesizer
{
    private readonly SmearFieldOptions _options;

    /// <summary>Makes a synthesizer.</summary>
    /// <param name="options">What the fields look like; null for the defaults.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is outside its range.</exception>
    public SmearSynthesizer(SmearFieldOptions? options = null)
    {
        _options = options ?? new SmearFieldOptions();
        _options.Validate();
    }

    /// <summary>Names of the kinds of cells; an annotation's label is an index into them.</summary>
    public static IReadOnlyList<string> Classes { get; } = ["red cell", "white cell", "platelet", "sickle cell", "spiky cell"];

    /// <summary>Makes one field; the same index always gives the same one.</summary>
    /// <param name="index">Number of the field in the endless series of this seed.</param>
    public SmearField Make(int index)
    {
        var random = HashRandom.For(_options.Seed, index);
        var cells = new CorpusclePlacement(_options, random).Place();

        var canvas = new FieldCanvas(_options.Width, _options.Height);
        var strength = random.Between(0.8f, 1.15f);
        var tint = new Stain(
            strength * random.Between(0.92f, 1.08f), strength * random.Between(0.92f, 1.08f), strength * random.Between(0.92f, 1.08f));
        foreach (var cell in cells) canvas.Lay(cell, softness: random.Between(0.7f, 1.5f), tint);
        Illuminate(canvas, random);
        canvas.Defocus(random.Between(0.3f, 1) * (float)_options.Blur);
        var picture = canvas.Develop((float)_options.Noise * random.Between(0.6f, 1), random);

        return new SmearField(picture, [.. cells.Select(Annotate)], cells.Count(cell => cells.Any(other => other != cell && cell.Overlaps(other))));
    }

    private Annotation Annotate(PlacedCorpuscle cell)
    {
        double[][] outline = [cell.Polygon()];
        return new Annotation
        {
            Box = cell.Box.Clip(_options.Width, _options.Height),
            Label = cell.Label,
            Area = RunLengthMask.FromPolygons(outline, _options.Height, _options.Width).Area,
            Segmentation = new Segmentation(outline),
        };
    }

    // An off-centre warm lamp, a gradient across the field, and the faint clouds of an unevenly thick smear.
    private void Illuminate(FieldCanvas canvas, HashRandom random)
    {
        var (width, height) = (_options.Width, _options.Height);
        var brightness = random.Between(0.93f, 0.99f);
        var (red, green, blue) = (brightness, brightness * random.Between(0.92f, 0.965f), brightness * random.Between(0.89f, 0.955f));
        var loss = (float)_options.UnevenLight * random.Between(0.35f, 1);
        var (centreX, centreY) = (random.Between(0.3f, 0.7f), random.Between(0.3f, 0.7f));
        var (slopeY, slopeX) = MathF.SinCos(random.Between(0, MathF.Tau));
        var clouds = new ValueNoise(random.Next());
        canvas.Illuminate((x, y) =>
        {
            var (u, v) = (x / (float)width, y / (float)height);
            var away = (u - centreX) * (u - centreX) + (v - centreY) * (v - centreY);
            var slope = slopeX * (u - 0.5f) + slopeY * (v - 0.5f);
            var cloud = 0.02f * clouds.At(x * 0.018f, y * 0.018f) + 0.008f * clouds.At(x * 0.09f + 50, y * 0.09f);
            var light = 1 - loss * (0.75f * away + 0.25f * (slope + 0.5f)) + cloud;
            return (red * light, green * (light + cloud * 0.5f), blue * light);
        });
    }
}

/// <summary>A synthetic microscope picture and its blood cells.</summary>
/// <param name="Image">The picture.</param>
/// <param name="Cells">One annotation per cell: its full extent, clipped to the picture, and its full outline.</param>
/// <param name="Overlapping">How many of the cells cross the outline of another.</param>
public sealed record SmearField(Image Image, IReadOnlyList<Annotation> Cells, int Overlapping);
