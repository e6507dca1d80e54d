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

    /// <summary>The same images with more padding at the bottom and the right, as if a larger one were among them.</summary>
    /// <param name="height">At least <see cref="Height"/>.</param>
    /// <param name="width">At least <see cref="Width"/>.</param>
    /// <param name="buffer">Memory of an earlier batch to reuse if it is large enough.</param>
    /// <returns>This batch if it has that size already; otherwise a copy.</returns>
    public ImageBatch PaddedTo(int height, int width, float[]? buffer = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(height, Height);
        ArgumentOutOfRangeException.ThrowIfLessThan(width, Width);
        if (height == Height && width == Width) return this;
        var length = Count * (long)height * width * 3;
        if (length > Array.MaxLength)
            throw new ArgumentException($"{Count} pictures of {width} × {height} pixels are too many for one batch; use fewer, or lower transform.max_size.", nameof(width));
        var pixels = buffer?.Length >= length ? buffer : new float[length];
        var target = pixels.AsSpan();
        for (var row = 0; row < Count * height; row++, target = target[(width * 3)..])
        {
            var (n, y) = (row / height, row % height);
            var drawn = y < Height ? Width * 3 : 0;
            if (drawn > 0) Pixels.AsSpan((n * Height + y) * drawn, drawn).CopyTo(target);
            target[drawn..(width * 3)].Clear();
        }

        return this with { Pixels = pixels, Height = height, Width = width };
    }

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
