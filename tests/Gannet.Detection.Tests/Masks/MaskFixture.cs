using Gannet.Detection.Tests.Parity;
using Gannet.Kernels.Masks;
using Gannet.Masks;
using Gannet.Torch;
using Gannet.Torch.Serialization;

namespace Gannet.Detection.Tests.Masks;

/// <summary>Results of torchvision's mask head, made by <c>tests/oracle/masks.py</c>.</summary>
internal sealed class MaskFixture : IDisposable
{
    public const int Height = 128, Width = 160, Channels = 16, Classes = 3;

    private readonly WeightFile _file = WeightFile.Open(Repository.Fixture("masks/masks.safetensors"));

    public static int[][] Labels { get; } = [[0, 2, 1], [1, 1]];

    public Box[][] Regions => [Boxes("boxes.0"), Boxes("boxes.1")];

    public float[] Floats(string name) => _file.Tensors[name].ReadFloats();

    public Box[] Boxes(string name) => [.. Floats(name).Chunk(4).Select(static b => new Box(b[0], b[1], b[2], b[3]))];

    public RunLengthMask Mask(string name) =>
        RunLengthMask.FromCounts(Height, Width, [.. Floats(name).Select(static length => (long)length)]);

    /// <summary>The outline of an object as a data set would give it.</summary>
    public ObjectMask Outline(int picture, int index) => new(new([], Mask($"bitmap.{picture * Labels[0].Length + index}").ToRunLengths()));

    /// <summary>A pyramid of four levels for two images, from a formula.</summary>
    public static Tensor[] Features() => [.. Enumerable.Range(0, 4).Select(static k =>
    {
        long[] shape = [2, Channels, Height >> (2 + k), Width >> (2 + k)];
        var values = new float[shape.Aggregate(1L, static (a, b) => a * b)];
        var seed = DeterministicWeights.Seed($"feature.{k}");
        for (var i = 0; i < values.Length; i++) values[i] = ((DeterministicWeights.Hash(seed, i) >> 40) * 1.1920929e-7f - 1) * 8;
        return Tensor.From<float>(values).Reshape(shape).Contiguous(MemoryFormat.ChannelsLast).RequiresGradInPlace();
    })];

    public void Dispose() => _file.Dispose();
}
