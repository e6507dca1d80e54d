using Gannet.Serving.Batching;
using Gannet.Serving.Models;

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
        var place = _queue.TryReserve()!;
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
        var coming = _queue.TryReserve()!;
        var taken = Task.Run(() => _queue.Take(4));
        await Task.Delay(50);
        Assert.False(taken.IsCompleted);

        coming.Dispose();

        Assert.Equal([10], Widths(await taken));
    }

    [Fact]
    public void A_full_batch_does_not_wait_for_those_who_come()
    {
        Enter(10);
        Enter(10);
        _queue.TryReserve();

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
        Assert.Equal([10], Widths(_queue.Take(4)));
        Assert.Null(_queue.Take(4));
    }

    private QueuePlace Enter(int width)
    {
        var place = _queue.TryReserve()!;
        _ = place.DetectAsync(new PreparedPicture(width, 10), CancellationToken.None);
        return place;
    }

    private static IEnumerable<int> Widths(IReadOnlyList<DetectionJob>? jobs) => jobs!.Select(static job => job.Picture.Width);
}
