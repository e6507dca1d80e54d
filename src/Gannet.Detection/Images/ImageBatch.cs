using Gannet.Torch;

namespace Gannet.Detection.Images;

/// <summary>Images ready for the network, in managed memory: made on any thread, uploaded by the computing thread.</summary>
/// <param name="Pixels">Normalised red, green and blue of each pixel, <c>[N, Height, Width, 3]</c>, zero where padded.</param>
/// <param name="Height">Rows of the padded batch.</param>
/// <param name="Width">Columns of the padded batch.</param>
/// <param name="Placements">Placement of each image in the batch.</param>
public sealed record ImageBatch(float[] Pixels, int Height, int Width, ImagePlacement[] Placements)
{
    /// <summary>Number of images, N.</summary>
    public int Count => Placements.Length;

    /// <summary>Regions to classify in each image, in pixels of the input; null to use the detector's proposals.</summary>
    public Box[][]? GivenRegions { get; init; }

    /// <summary>Copies the pixels into a tensor, <c>[N, 3, Height, Width]</c>.</summary>
    /// <param name="device">The target device.</param>
    /// <param name="format">Memory order; the network keeps it.</param>
    public Tensor ToTensor(Device device, MemoryFormat format = MemoryFormat.ChannelsLast)
    {
        using var scope = TensorScope.Enter();
        // Pinned memory is copied to a device asynchronously.
        var tensor = Tensor.Empty([Count, 3, Height, Width], pinMemory: device.IsCuda ? true : null, memoryFormat: MemoryFormat.ChannelsLast);
        Pixels.AsSpan(0, Count * Height * Width * 3).CopyTo(tensor.AsSpan<float>());
        return scope.Keep(tensor.To(device, ElementType.Float, nonBlocking: true).Contiguous(format));
    }
}
