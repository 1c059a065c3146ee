import time, threading, pika, os
from chaos import queues
from support.polling import until
from support.specimen import contract
from chaos.test_broker_restart import answered
def with_limit(f, s):
    out=[]
    def run():
        try: out.append(("ok", f()))
        except Exception as e: out.append((type(e).__name__, str(e)[:100]))
    t=threading.Thread(target=run,daemon=True); t0=time.monotonic(); t.start(); t.join(s)
    return (out[0] if out else "HANG", round(time.monotonic()-t0,2))
def test_x(ours_on_own_broker, restartable):
    ours = ours_on_own_broker
    service = ours.start()
    client = ours.client()
    ours.tell_many("story", 30, .1)
    until(lambda: len(ours.ledger.heard("story")) >= 3, 20, "the first events")
    restartable.kill()
    assert not answered(client)
    restartable.start()
    t0=time.monotonic()
    names=["rpc.specimen","parked.specimen","specimen.effect_wanted.v1","retry.0.2s","retry.0.5s"]
    while time.monotonic()-t0 < 9:
        print(round(time.monotonic()-t0,1), [with_limit(lambda n=n: queues.depth(ours.amqp_url,n),2) for n in names], "consumers", with_limit(lambda: [queues.consumers(ours.amqp_url,n) for n in names[:3:2]],2), answered(client), flush=True)
        time.sleep(1)
    os.kill(service.pid, 10); time.sleep(1); os.system(f"ls -la /proc/{service.pid}/fd | cut -c40-")
    print("\n".join(l for l in service.logs().splitlines() if '"library' not in l and "revoc" not in l and "call.answered" not in l)[-60000:])
    os._exit(0) if False else None
