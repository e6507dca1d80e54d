using Gannet.Kernels.Masks;

namespace Gannet.Detection.Tests;

public sealed class GroundTruthTests
{
    private static readonly ObjectMask s_outline = new(new([[0, 0, 4, 0, 4, 4]]));

    private static readonly GroundTruth s_two = new([new(0, 0, 4, 4), new(5, 5, 9, 9)], [3, 1])
    {
        Weights = [1, .5f],
        Masks = [s_outline, null],
        Crowds = [new(1, 1, 2, 2)],
        ActiveClasses = [1, 3],
    };

    [Fact]
    public void Selected_objects_keep_what_belongs_to_them()
    {
        var second = s_two.Select([1]);
        Assert.Equal([new(5, 5, 9, 9)], second.Boxes);
        Assert.Equal([1], second.Labels);
        Assert.Equal([.5f], second.Weights!);
        Assert.Null(Assert.Single(second.Masks!));
        Assert.Equal((1, 2), (second.Crowds.Length, second.ActiveClasses!.Length));
        Assert.Same(s_two, s_two.Select([0, 1]));
        Assert.Equal([3], s_two.Where(static box => box.X1 == 0).Labels);
    }

    [Fact]
    public void Appending_fills_what_one_of_them_does_not_state()
    {
        GroundTruth plain = new([new(7, 7, 8, 8)], [2]) { Crowds = [new(3, 3, 4, 4)] };
        var both = s_two.Append(plain);
        Assert.Equal([.. s_two.Boxes, .. plain.Boxes], both.Boxes);
        Assert.Equal([3, 1, 2], both.Labels);
        Assert.Equal([1, .5f, 1], both.Weights!);
        Assert.Equal((s_outline, null, null), (both.Masks![0], both.Masks[1], both.Masks[2]));
        Assert.Equal(2, both.Crowds.Length);
        Assert.Equal([1, 1, .5f], plain.Append(s_two).Weights!);
        Assert.Null(plain.Append(plain).Weights);
        Assert.Null(plain.Append(plain).Masks);
    }
}
