using Gannet.Detection.Engines;
using Gannet.Torch;
using Gannet.Torch.Nn;

namespace Gannet.Detection.Tests.Engines;

[LeakCheck]
public sealed class LayerCacheTests
{
    [Fact]
    public void Weights_are_made_once_for_each_layer_norm_and_form()
    {
        using var cache = new LayerCache();
        using Conv2d first = new(2, 2, 1), second = new(2, 2, 1);
        using var norm = new GroupNorm(2);
        var made = 0;
        string Get(Conv2d conv, Norm? under) => cache.Get(conv, under, () => $"{++made}")!;
        Assert.Equal(["1", "2", "3"], [Get(first, null), Get(first, norm), Get(second, null)]);
        Assert.Equal(["1", "2", "3"], [Get(first, null), Get(first, norm), Get(second, null)]);
        Assert.IsType<Version>(cache.Get(first, null, static () => new Version(1, 0)));
        Assert.Equal(3, made);
    }

    [Fact]
    public void A_layer_that_was_declined_is_not_asked_again()
    {
        using var cache = new LayerCache();
        using var conv = new Conv2d(2, 2, 1);
        Assert.Null(cache.Get<string>(conv, null, static () => null));
        Assert.Null(cache.Get(conv, null, static () => "too late"));
    }

    [Fact]
    public void A_convolution_that_is_declined_with_its_norm_runs_without()
    {
        using var layers = new PackedLayers();
        using var conv = new Conv2d(3, 4, 1);
        using var norm = new GroupNorm(4);
        using var scope = TensorScope.Enter();
        var x = Tensor.Randn([1, 3, 5, 6]).Contiguous(MemoryFormat.ChannelsLast);
        Assert.Null(layers.Convolve(conv, norm, x, null, Activation.None));
        Assert.NotNull(layers.Convolve(conv, null, x, null, Activation.None));
    }
}
