using Gannet.Runtime.Tensors;
using static Gannet.Runtime.Tests.Numbers;

namespace Gannet.Runtime.Tests.Tensors;

public sealed class LayoutConversionTests
{
    [Theory]
    [InlineData(1, 3, 9, 11)]
    [InlineData(2, 70, 9, 15)]
    [InlineData(1, 8, 8, 8)]
    [InlineData(3, 1, 5, 6)]
    [InlineData(2, 64, 1, 1)]
    [InlineData(1, 17, 31, 33)]
    public void There_and_back_is_the_same(params int[] shape)
    {
        var pool = new BufferPool(1 << 30);
        var map = Floats(1, shape).Tensor;
        var last = LayoutConversion.Convert(map, MapLayout.ChannelsLast, pool);
        for (var c = 0; c < shape[1]; c++)
        {
            for (var cell = 0; cell < shape[2] * shape[3]; cell++)
                Assert.Equal(map.Elements<float>()[c * shape[2] * shape[3] + cell], last.Elements<float>()[cell * shape[1] + c]);
        }

        Assert.Equal(map.Elements<float>().ToArray(), LayoutConversion.Convert(last, MapLayout.RowMajor, pool).Elements<float>().ToArray());
    }
}
