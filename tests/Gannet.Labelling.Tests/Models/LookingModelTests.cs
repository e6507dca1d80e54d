using Gannet.Datasets.Editing;
using Gannet.Imaging.Codecs;
using Gannet.Labelling.Models;

namespace Gannet.Labelling.Tests.Models;

public sealed class LookingModelTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly List<string> _reports = [];
    private readonly IReadOnlyList<EditedPicture> _pictures;

    public LookingModelTests()
    {
        for (var k = 0; k < 6; k++) ImageEncoder.Write(LabelPage.Picture(k), _folder.File($"p{k}.png"));
        File.WriteAllText(_folder.File("p6.png"), "no picture");
        _pictures = DatasetEditor.Open(_folder.Path, new() { Classes = ["pin", "pad"] }).Pictures;
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task What_somebody_waits_for_goes_before_what_is_looked_at_ahead()
    {
        using var begun = new SemaphoreSlim(0);
        using var gate = new SemaphoreSlim(0);
        var order = new List<int>();
        var model = Open(new MadeModel(picture =>
        {
            order.Add(NumberOf(picture));
            begun.Release();
            gate.Wait();
            return [];
        }));
        await begun.WaitAsync();
        var (last, fourth) = (model.LookAsync(5), model.LookAsync(3));
        gate.Release(100);

        Assert.NotNull(await last);
        Assert.NotNull(await fourth);
        while (model.CountSeen < 7) await Task.Delay(1);
        Assert.Equal([0, 5, 3, 1, 2, 4], order);
        Assert.Same(await last, model.Seen(5));
        await Ended(model);
    }

    [Fact]
    public async Task A_picture_that_fails_is_reported_and_the_others_are_looked_at()
    {
        var model = Open(new MadeModel(static picture => NumberOf(picture) == 1 ? throw new InvalidOperationException("no memory") : []));
        while (model.CountSeen < 7) await Task.Delay(1);

        Assert.Null(await model.LookAsync(1));
        Assert.Null(await model.LookAsync(6));
        Assert.NotNull(await model.LookAsync(2));
        Assert.Equal("p1.png: no memory", Assert.Single(_reports));
        await Ended(model);
    }

    [Fact]
    public async Task Closed_it_answers_those_who_wait_and_disposes_on_its_thread()
    {
        using var begun = new SemaphoreSlim(0);
        using var gate = new SemaphoreSlim(0);
        var made = new MadeModel(_ =>
        {
            begun.Release();
            gate.Wait();
            return [];
        });
        var model = Open(made);
        await begun.WaitAsync();
        var waiting = model.LookAsync(4);
        model.Close();

        Assert.Null(await waiting);
        Assert.Null(await model.LookAsync(5));
        Assert.False(model.Ended.IsCompleted);
        gate.Release(100);
        await model.Ended;
        Assert.Equal(1, model.CountSeen);
        Assert.Single(made.Threads);
    }

    [Fact]
    public async Task A_model_that_cannot_be_read_has_ended()
    {
        var model = new LookingModel(static () => throw new InvalidDataException("x"), _pictures, _reports.Add);
        await Assert.ThrowsAsync<InvalidDataException>(() => model.Loaded);
        await model.Ended;
    }

    private LookingModel Open(MadeModel model) => new(() => model, _pictures, _reports.Add);

    private static Task Ended(LookingModel model)
    {
        model.Close();
        return model.Ended;
    }

    // LabelPage.Picture's grey tells its number.
    private static int NumberOf(Image picture) => (picture.Pixels[0] - 60) / 10;
}
