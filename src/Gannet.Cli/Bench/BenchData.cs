using Gannet.Kernels.BoxCoding;

namespace Gannet.Cli.Bench;

/// <summary>Operands with the distributions of the peer script, but not with the same numbers.</summary>
/// <param name="seed">The same seed makes the same operands.</param>
internal sealed class BenchData(int seed)
{
    private readonly Random _random = new(seed);

    /// <summary>Boxes with corners anywhere and sides between two lengths, clipped to the picture.</summary>
    public Box[] Boxes(int count, int width, int height, float smallest = 4, float largest = 300)
    {
        var boxes = new Box[count];
        for (var k = 0; k < count; k++)
        {
            var (x, y) = (_random.NextSingle() * width, _random.NextSingle() * height);
            boxes[k] = Box.FromSize(x, y, Side(smallest, largest), Side(smallest, largest)).Clip(width, height);
        }

        return boxes;
    }

    /// <summary>Numbers in [0, 1).</summary>
    public float[] Uniform(int count)
    {
        var values = new float[count];
        for (var k = 0; k < count; k++) values[k] = _random.NextSingle();
        return values;
    }

    /// <summary>Box deltas, each normally distributed around 0.</summary>
    public BoxDeltas[] Offsets(int count, float deviation)
    {
        var offsets = new BoxDeltas[count];
        for (var k = 0; k < count; k++) offsets[k] = new(Normal(deviation), Normal(deviation), Normal(deviation), Normal(deviation));
        return offsets;
    }

    /// <summary>Labels in [0, <paramref name="classes"/>).</summary>
    public int[] Labels(int count, int classes)
    {
        var labels = new int[count];
        for (var k = 0; k < count; k++) labels[k] = _random.Next(classes);
        return labels;
    }

    /// <summary>A picture of noise.</summary>
    public Image Noise(int height, int width)
    {
        var picture = new Image(width, height);
        _random.NextBytes(picture.Pixels);
        return picture;
    }

    /// <summary>A normally distributed number with mean 0, by the Box–Muller method.</summary>
    public float Normal(float deviation) =>
        deviation * MathF.Sqrt(-2 * MathF.Log(1 - _random.NextSingle())) * MathF.Cos(2 * MathF.PI * _random.NextSingle());

    private float Side(float smallest, float largest) => smallest + _random.NextSingle() * (largest - smallest);
}
