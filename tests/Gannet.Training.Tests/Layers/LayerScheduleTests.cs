using Gannet.Training.Layers;

namespace Gannet.Training.Tests.Layers;

[LeakCheck]
public sealed class LayerScheduleTests
{
    [Fact]
    public void Each_phase_lasts_to_its_epoch_and_the_last_to_the_end()
    {
        using var detector = SmallTraining.CreateDetector(1);
        var schedule = LayerSchedule.Parse("heads:2,4+:4,all", detector);
        Assert.Equal([2, 4, null], schedule.Phases.Select(static p => p.LastEpoch));
        Assert.Equal(["heads", "heads", "4+", "4+", "all", "all"], Enumerable.Range(1, 6).Select(e => schedule.At(e).Text));
        Assert.Equal("heads", LayerSchedule.Parse("heads:2", detector).At(9).Text);
    }

    [Fact]
    public void A_pattern_keeps_its_commas_and_colons()
    {
        using var detector = SmallTraining.CreateDetector(1);
        var schedule = LayerSchedule.Parse(@"(?:rpn\..{1,200}):3,roi_heads\..{1,200}", detector);
        Assert.Equal([@"(?:rpn\..{1,200})", @"roi_heads\..{1,200}"], schedule.Phases.Select(static p => p.Selection.Text));
    }

    [Theory]
    [InlineData("heads:2,4+:2,all", "epoch 2 of '4+:2' does not come after")]
    [InlineData("heads:0,all", "epoch 0 of 'heads:0' does not come after")]
    [InlineData("heads:2,al", "did you mean 'all'?")]
    [InlineData("heads:2,", "matches no parameter name")]
    public void What_contradicts_itself_is_an_error(string text, string words)
    {
        using var detector = SmallTraining.CreateDetector(1);
        Assert.Contains(words, Assert.Throws<InvalidDataException>(() => LayerSchedule.Parse(text, detector)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Options_give_one_selection_or_none()
    {
        using var detector = SmallTraining.CreateDetector(1);
        Assert.Null(LayerSchedule.Of(new(), detector));
        Assert.Equal("4+", LayerSchedule.Of(new() { Layers = "4+" }, detector)!.At(1).Text);
        Assert.Equal("layer3", LayerSchedule.Of(new() { TrainFrom = "layer3" }, detector)!.At(1).Text);
        var both = Assert.Throws<InvalidOptionException>(() => LayerSchedule.Of(new() { TrainFrom = "layer3", Layers = "all" }, detector));
        Assert.Contains("give one of them", both.Message, StringComparison.Ordinal);
    }
}
