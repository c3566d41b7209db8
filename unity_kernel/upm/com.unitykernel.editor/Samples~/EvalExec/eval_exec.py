"""A client with two services: `exec` runs statements, `eval` gives the value of an expression."""

from unity_kernel.client.service import UnityClientService

names = {}


class EvalExec(UnityClientService):
    """C# calls these without `exposed_`. Arguments and values are plain: numbers, text, lists, dictionaries."""

    def exposed_exec(self, code):
        exec(code, names)

    def exposed_eval(self, code):
        return eval(code, names)


def on_init_client(client):
    client.register_service(EvalExec)
