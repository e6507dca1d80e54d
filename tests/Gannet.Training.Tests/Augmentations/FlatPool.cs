using Gannet.Detection;
using Gannet.Training.Augmentations;

namespace Gannet.Training.Tests.Augmentations;

/// <summary>Images of one colour, whose number it is; notes which were read.</summary>
internal sealed class FlatPool(int width, int height, params GroundTruth[] truths) : IImagePool
{
    public List<int> Read { get; } = [];

    public int Count => truths.Length;

    (Image Image, GroundTruth GroundTruth) IImagePool.Read(int index, GroundTruth partner)
    {
        Read.Add(index);
        return (Flat(width, height, (byte)index), truths[index]);
    }

    public static Image Flat(int width, int height, byte value)
    {
        var picture = new Image(width, height);
        picture.Pixels.AsSpan().Fill(value);
        return picture;
    }
}
