using Gannet.Detection.Images;
using Gannet.Torch;

namespace Gannet.Detection.Tests.Images;

[LeakCheck]
public sealed class ReadbackTests
{
    [Fact]
    public void Rows_on_the_processor_are_read_in_place()
    {
        using var scope = TensorScope.Enter();
        var (a, b) = (Tensor.From<float>([1, 2]), Tensor.From<float>([3]));
        var (first, second) = Readback.Of(a, b);
        a.AsSpan<float>()[0] = 10;
        b.AsSpan<float>()[0] = 30;
        Assert.Equal([10f, 2], first.AsSpan<float>());
        Assert.Equal([30f], second.AsSpan<float>());
    }

    [Fact]
    public void Other_orders_and_elements_become_rows_of_floats()
    {
        using var scope = TensorScope.Enter();
        var columns = Tensor.From<float>([1, 2, 3, 4], 2, 2).Transpose(0, 1);
        var (first, second) = Readback.Of(columns, columns.To(ElementType.BFloat16));
        Assert.Equal([1f, 3, 2, 4], first.AsSpan<float>());
        Assert.Equal([1f, 3, 2, 4], second.AsSpan<float>());
    }

    [CudaFact]
    [Trait("Device", "Cuda")]
    public void Both_come_from_a_device_complete()
    {
        using var scope = TensorScope.Enter();
        var (a, b) = (Tensor.Randn([1 << 20]), Tensor.Randn([3, 5]));
        for (var round = 0; round < 20; round++)
        {
            using var inner = TensorScope.Enter();
            var (first, second) = Readback.Of(a.To(Device.Cuda(), ElementType.Float).Mul(round), b.To(Device.Cuda(), ElementType.Float).Transpose(0, 1));
            Assert.Equal(a.Mul(round).ToArray<float>(), first.AsSpan<float>());
            Assert.Equal(b.Transpose(0, 1).ToArray<float>(), second.AsSpan<float>());
        }
    }
}
