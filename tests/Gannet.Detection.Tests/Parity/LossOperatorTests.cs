using Gannet.Torch;

namespace Gannet.Detection.Tests.Parity;

/// <summary>The loss operators that the detector uses, compared with values from torchvision and PyTorch.</summary>
public sealed class LossOperatorTests
{
    [Theory]
    [InlineData(1.0, new[] { .00125f, .0061728f, .125f, .5f, 1.5f })]
    [InlineData(1.0 / 9, new[] { .01125f, .0555556f, .4444444f, .9444444f, 1.9444444f })]
    public void Smooth_l1(double beta, float[] expected)
    {
        using var scope = TensorScope.Enter();
        var x = Tensor.From<float>([.05f, 1f / 9, .5f, 1, 2]);
        var actual = x.SmoothL1Loss(Tensor.Zeros([5]), reduction: 0, beta).ToArray<float>();
        for (var k = 0; k < expected.Length; k++) Assert.Equal(expected[k], actual[k], 1e-6f);
    }

    [Theory]
    [InlineData(new[] { 1f, 2, 3 }, 2, .4076060)]
    [InlineData(new[] { 0f, 0, 0 }, 0, 1.0986123)]
    public void Cross_entropy(float[] logits, long label, double expected)
    {
        using var scope = TensorScope.Enter();
        Assert.Equal(expected, Tensor.From<float>(logits, 1, 3).CrossEntropyLoss(Tensor.From<long>([label])).Item(), 1e-6);
    }

    [Fact]
    public void The_sum_of_untrained_class_losses_is_the_logarithm_of_their_number()
    {
        using var scope = TensorScope.Enter();
        var labels = Tensor.From<long>([9, 0, 6, 5, 4, 10, 8, 4, 6, 10]);
        Assert.Equal(Math.Log(11), Tensor.Zeros([10, 11]).CrossEntropyLoss(labels).Item(), 1e-6);
    }
}
