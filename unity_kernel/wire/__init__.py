"""What both sides of the connection share: messages, handshake, RPyC set-up, editor files.

Imports nothing of the editor, the kernel or the client, and neither IPython nor ZeroMQ.
"""
