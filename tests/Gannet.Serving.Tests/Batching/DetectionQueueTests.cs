using Gannet.Detection.Images;
using Gannet.Detection.Pictures;
using Gannet.Serving.Batching;

namespace Gannet.Serving.Tests.Batching;

public class DetectionQueueTests
{
    private static readonly ServingOptions s_options = new() { QueueLength = 4, MaxWait = TimeSpan.FromHours(1), Deadline = TimeSpan.FromSeconds(10) };

    private readonly DetectionQueue _queue = new(s_options, TimeProvider.System);

    [Fact]
    public void Pictures_of_one_shape_leave_together_oldest_first_and_no_more_than_the_most()
    {
        var places = new[] { 10, 20, 10, 10 }.Select(Enter).ToList();

        Assert.Equal([10, 10], Widths(_queue.Take(2)));
        Assert.Equal([20], Widths(_queue.Take(2)));
        Assert.Equal([10], Widths(_queue.Take(2)));
        Assert.Equal(4, _queue.Places);
        places.ForEach(static place => place.Dispose());
        Assert.Equal(0, _queue.Places);
    }

    [Fact]
    public void A_full_queue_refuses_until_somebody_leaves()
    {
        var places = Enumerable.Range(0, 4).Select(_ => _queue.TryReserve()!).ToList();

        Assert.True(_queue.IsFull);
        Assert.Null(_queue.TryReserve());
        places[1].Dispose();
        places[1].Dispose(); // twice is once
        Assert.NotNull(_queue.TryReserve());
        Assert.Null(_queue.TryReserve());
    }

    [Fact]
    public async Task Whoever_gives_up_is_taken_out()
    {
        using var stop = new CancellationTokenSource();
        var place = await ComeAsync();
        var outcome = place.DetectAsync(new(10, 10), stop.Token);
        Enter(20);

        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => outcome);
        place.Dispose();

        Assert.Equal([20], Widths(_queue.Take(4)));
        Assert.Equal(0, _queue.Waiting);
    }

    // The wait is an hour: the test ends only if the queue does not wait it out.
    [Fact]
    public async Task A_picture_waits_only_while_others_are_being_decoded()
    {
        Enter(10);
        using var reserved = _queue.TryReserve(); // it has not begun, so nobody waits for it
        var coming = await ComeAsync();
        var taken = Task.Run(() => _queue.Take(4));
        await Task.Delay(50);
        Assert.False(taken.IsCompleted);

        coming.Dispose();

        Assert.Equal([10], Widths(await taken));
    }

    [Fact]
    public async Task A_full_batch_does_not_wait_for_those_who_come()
    {
        Enter(10);
        Enter(10);
        await ComeAsync();

        Assert.Equal([10, 10], Widths(_queue.Take(2)));
    }

    [Fact]
    public void More_is_refused_when_it_could_not_be_answered_in_time()
    {
        _queue.Measure(TimeSpan.FromSeconds(12), pictures: 3); // 4 s each, and the deadline is 10 s

        Assert.NotNull(_queue.TryReserve());
        Assert.NotNull(_queue.TryReserve());
        Assert.Null(_queue.TryReserve());
        Assert.Equal(TimeSpan.FromSeconds(4), _queue.RetryAfter);
    }

    [Fact]
    public void An_empty_queue_accepts_however_slow_the_last_batch_was()
    {
        _queue.Measure(TimeSpan.FromMinutes(5), pictures: 1);

        Assert.NotNull(_queue.TryReserve());
        Assert.Null(_queue.TryReserve());
    }

    [Fact]
    public void Closed_it_gives_what_is_left_then_nothing_and_accepts_nobody()
    {
        Enter(10);
        _queue.Close();

        Assert.Null(_queue.TryReserve());
        Assert.False(_queue.IsFull); // whoever asks before a request is read will be answered by the next version
        Assert.Equal([10], Widths(_queue.Take(4)));
        Assert.Null(_queue.Take(4));
    }

    [Fact]
    public async Task Whoever_comes_waits_until_two_batches_are_not_full()
    {
        var queue = new DetectionQueue(new() { QueueLength = 9, MaxBatch = 2 }, TimeProvider.System);
        var places = Enumerable.Range(0, 7).Select(_ => queue.TryReserve()!).ToList();
        foreach (var place in places.Take(3))
        {
            await place.ComeAsync(CancellationToken.None);
            _ = place.DetectAsync(new(10, 10), CancellationToken.None);
        }

        await places[3].ComeAsync(CancellationToken.None);
        var next = places.Skip(4).Select(static place => place.ComeAsync(CancellationToken.None)).ToList();
        Assert.DoesNotContain(next, static task => task.IsCompleted);
        places[3].Dispose(); // could not be decoded
        await next[0];
        places[2].Dispose(); // gave up
        await next[1];
        var batch = queue.Take(1)!;
        places[0].Dispose(); // gave up too, but it is being looked at
        Assert.False(next[2].IsCompleted);
        queue.Finish(batch);
        await next[2];
    }

    [Fact]
    public async Task Memory_of_inputs_is_used_again_once_nobody_looks_at_it()
    {
        var (memory, other) = (new float[12], new float[12]);
        var (looked, given) = (await ComeAsync(), await ComeAsync());
        Assert.Null(looked.Buffer);
        _ = looked.DetectAsync(WithInput(memory), CancellationToken.None);
        var batch = _queue.Take(1)!;
        looked.Dispose(); // the client went away while it is being looked at
        Assert.Null((await ComeAsync()).Buffer);
        _queue.Finish(batch);
        var again = await ComeAsync();
        Assert.Same(memory, again.Buffer);
        again.Dispose();
        _ = given.DetectAsync(WithInput(other), CancellationToken.None);
        given.Dispose(); // nobody has looked at it
        Assert.Same(other, (await ComeAsync()).Buffer);
    }

    private static PreparedPicture WithInput(float[] pixels) => new(2, 2) { Input = new ImageBatch(pixels, 2, 2, [new(new(2, 2), new(2, 2))]) };

    private async Task<QueuePlace> ComeAsync()
    {
        var place = _queue.TryReserve()!;
        await place.ComeAsync(CancellationToken.None);
        return place;
    }

    private QueuePlace Enter(int width)
    {
        var place = _queue.TryReserve()!;
        Assert.True(place.ComeAsync(CancellationToken.None).IsCompleted);
        _ = place.DetectAsync(new PreparedPicture(width, 10), CancellationToken.None);
        return place;
    }

    private static IEnumerable<int> Widths(IReadOnlyList<DetectionJob>? jobs) => jobs!.Select(static job => job.Picture.Width);
}
