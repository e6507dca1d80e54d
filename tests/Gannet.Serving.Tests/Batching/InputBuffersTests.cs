using Gannet.Serving.Batching;

namespace Gannet.Serving.Tests.Batching;

public class InputBuffersTests
{
    private const int Floats = 16 << 20; // 64 MiB

    private readonly InputBuffers _buffers = new();

    [Fact]
    public void What_was_returned_last_is_taken_first_and_only_once()
    {
        var (first, second) = (new float[1], new float[2]);
        _buffers.Return(first);
        _buffers.Return(null);
        _buffers.Return(second);

        Assert.Same(second, _buffers.Take());
        Assert.Same(first, _buffers.Take());
        Assert.Null(_buffers.Take());
    }

    [Fact]
    public void More_than_128_MiB_are_not_kept()
    {
        float[][] large = [new float[Floats], new float[Floats], new float[1]];
        foreach (var buffer in large) _buffers.Return(buffer);

        Assert.Same(large[1], _buffers.Take());
        _buffers.Return(large[2]);
        Assert.Same(large[2], _buffers.Take());
        Assert.Same(large[0], _buffers.Take());
        Assert.Null(_buffers.Take());
    }
}
