# Odoo 19 with our addons. The same list of other people's addons as on a machine.
FROM odoo:19

USER root
COPY requirements-addons.txt /tmp/
# All pinned, nothing resolved: the image has Odoo's own packages already.
RUN pip3 install --no-cache-dir --no-deps --break-system-packages \
        -r /tmp/requirements-addons.txt \
    && rm /tmp/requirements-addons.txt

COPY odoo.conf /etc/odoo/odoo.conf
COPY addons /mnt/extra-addons
USER odoo

# What a container needs beside the safe defaults of odoo.conf: it is reached through
# the port that Docker publishes, so it listens on its own network.
CMD ["odoo", "--addons-path=/mnt/extra-addons", "--data-dir=/var/lib/odoo", \
     "--http-interface=0.0.0.0", "--database=client_support"]
