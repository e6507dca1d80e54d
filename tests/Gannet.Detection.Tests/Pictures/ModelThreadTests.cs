using Gannet.Detection.Pictures;

namespace Gannet.Detection.Tests.Pictures;

public sealed class ModelThreadTests
{
    [Fact]
    public async Task One_thread_loads_works_and_disposes()
    {
        var (watched, here) = (new Watched(), Environment.CurrentManagedThreadId);
        using var gate = new ManualResetEventSlim();
        var thread = new ModelThread("looking", watched.Load, model =>
        {
            watched.Note($"work with {(ReferenceEquals(model, watched) ? "it" : "another")}");
            gate.Wait();
        });
        Assert.Same(watched, await thread.Loaded);
        Assert.False(thread.Ended.IsCompleted);
        gate.Set();
        await thread.Ended;

        Assert.Equal(["load", "work with it", "dispose"], watched.Notes);
        Assert.NotEqual(here, Assert.Single(watched.Threads.Distinct()));
        Assert.Equal(["looking"], watched.ThreadNames.Distinct());
    }

    [Fact]
    public async Task A_model_that_cannot_be_loaded_is_told_and_the_thread_ends()
    {
        var thread = new ModelThread("looking", static () => throw new InvalidDataException("damaged"), static _ => Assert.Fail("nothing to work with"));
        Assert.Equal("damaged", (await Assert.ThrowsAsync<InvalidDataException>(() => thread.Loaded)).Message);
        await thread.Ended;
    }

    private sealed class Watched : IPictureModel
    {
        public List<string> Notes { get; } = [];

        public List<int> Threads { get; } = [];

        public List<string?> ThreadNames { get; } = [];

        public IReadOnlyList<string> Classes => [];

        public string Platform => "watched";

        public int MostTogether => 1;

        public int BestTogether => 1;

        public Watched Load()
        {
            Note("load");
            return this;
        }

        public void Note(string what)
        {
            Notes.Add(what);
            Threads.Add(Environment.CurrentManagedThreadId);
            ThreadNames.Add(Thread.CurrentThread.Name);
        }

        public PreparedPicture Prepare(Image picture, float[]? buffer = null) => throw new NotSupportedException();

        public IReadOnlyList<DetectedObject>[] Detect(IReadOnlyList<PreparedPicture> pictures, CancellationToken cancellation = default) => throw new NotSupportedException();

        public void Dispose() => Note("dispose");
    }
}
